"""A third platform: chat over a socket, a line for each message. It shows what a platform has to bring."""
