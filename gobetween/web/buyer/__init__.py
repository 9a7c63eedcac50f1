"""Pages of a buyer: their conversations with sellers."""
