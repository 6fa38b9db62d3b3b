"""What a demo is, which there are, and how a message asks for one."""
