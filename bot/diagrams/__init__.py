"""Draw the diagrams of replies as PNG images, and serve them. Pillow is loaded with the first one."""
