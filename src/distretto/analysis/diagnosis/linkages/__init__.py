"""Who is tied to whom in a cluster: graphs, measures, waves compared."""
