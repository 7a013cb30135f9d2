"""What an audit asks for, gathered: agreements, planned against delivered, follow-ups done or missed."""
