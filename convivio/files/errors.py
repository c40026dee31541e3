from convivio.kernel.errors import BadInput, DomainError, WrongState


class FileTooLarge(BadInput):
    code = "file_too_large"
    status = 413


class WrongKindOfFile(BadInput):
    """It is none of the kinds that are taken here."""

    code = "wrong_kind_of_file"


class NotWhatItsNameSays(BadInput):
    """Its name promises one kind, and its bytes are another, or none."""

    code = "not_what_its_name_says"


class BadPicture(BadInput):
    """A picture that is broken, or has more pixels than anybody looks at."""

    code = "bad_picture"


class UnreadableDocument(BadInput):
    """A document that gives no text: with a password, damaged, of pictures alone, or too much to read."""

    code = "unreadable_document"


class TooManyFiles(WrongState):
    code = "too_many_files"


class FileIsGone(WrongState):
    """It was removed so long ago that it cannot be brought back."""

    code = "file_is_gone"


class LinkHasEnded(DomainError):
    """A link that was right once; a page that is opened anew has a new one."""

    code = "file_link_has_ended"
    status = 410
