"""Programs that write parts of this repository from published definitions; nothing of the service imports them."""
