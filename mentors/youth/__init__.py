"""Young people of 13 to 17: a guardian's consent, spare-time jobs and their rules, activities with enough adults."""
