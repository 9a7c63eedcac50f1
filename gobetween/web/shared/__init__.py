"""What every page shares: who is looking, what they may see, the frame around it, and its safety headers."""
