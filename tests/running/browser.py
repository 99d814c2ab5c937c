"""Owns the real browser that tests look at pages with: Debian's chromium, driven by Playwright."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright

from tests.programs import program

QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@asynccontextmanager
async def browsing() -> AsyncIterator[Page]:
    """A page in a browser of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program("chromium"), args=QUIET)
        try:
            opened = await browser.new_context(locale="fr-FR")
            yield await opened.new_page()
        finally:
            await browser.close()
