"""The municipality (tenant): its name, colour, languages, senders and hours. Looks at nobody."""
