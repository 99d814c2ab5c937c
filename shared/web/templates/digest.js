// Finds the SHA-256 of a file that the person chooses, and asks about it. The file itself goes nowhere.
"use strict";

(() => {
  const MAX_BYTES = 100_000_000;
  const place = document.getElementById("digest");
  const chosen = document.getElementById("digest-file");
  const said = document.getElementById("digest-said");
  const form = place.nextElementSibling;
  if (!window.isSecureContext) return; // no browser computes digests otherwise: the field is left to type in
  place.hidden = false;

  chosen.addEventListener("change", async () => {
    const [file] = chosen.files;
    if (!file) return;
    if (file.size > MAX_BYTES) {
      said.textContent = "Ce fichier est trop grand pour être un document de la plateforme.";
      return;
    }
    said.textContent = "Calcul de l’empreinte…";
    try {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const digits = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
      form.querySelector("input:not([type=hidden])").value = digits;
      said.textContent = `Empreinte\u00a0: ${digits}`;
      form.submit();
    } catch {
      said.textContent = "Ce fichier n’a pas pu être lu.";
    }
  });
})();
