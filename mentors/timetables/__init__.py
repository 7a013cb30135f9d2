"""A person's week: the parts that are free. Asked by pairing and meetings; owned by neither."""
