"""What is asked of clients, what it comes to, and what becomes of that."""
