from convivio.kernel.errors import DomainError


class TooLarge(DomainError):
    """More was sent at once than any form or operation takes."""

    code = "too_large"
    status = 413
