"""The referral, its handoffs, their tables of moves and what each side may see."""
