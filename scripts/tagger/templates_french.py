BLOCKS = []
