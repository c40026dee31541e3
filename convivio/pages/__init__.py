"""What the network and its clusters say to anyone: texts with their versions, news, bodies, who finances them."""
