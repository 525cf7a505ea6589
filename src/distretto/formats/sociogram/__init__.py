"""The sociogram: who is tied to whom, drawn so that nothing moves between waves."""
