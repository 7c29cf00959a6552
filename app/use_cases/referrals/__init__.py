"""The closed loop: referrals, their handoffs, and everything that follows from a move of either."""
