"""What guardians and visitors look at: the gallery, a child's portfolio, what is shared."""
