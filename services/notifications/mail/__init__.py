"""Writing and sending of mails: wording, layout, calendar invitations, SMTP."""
