from convivio.kernel.errors import DomainError


class IndexIsNotBuilt(DomainError):
    """Nothing can be found before the index was built once."""

    code = "index_not_built"
    status = 503
