"""What programs are told of resources that they subscribed to."""
