"""The newcomer's own page, My contact: by link, in her language, without a password."""
