"""Packages: the zip files of XML parts that Word and OpenDocument write, read with care."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from clausebook.importing.requests import Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAX_UNPACKED = 200 << 20


class Package:
    """A zip file of XML parts, as Word and OpenDocument write them."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise Unreadable(f"the file is damaged: it is no whole zip package ({error})", _AGAIN) from None
        if sum(info.file_size for info in self._zip.infolist()) > _MAX_UNPACKED:
            raise Unreadable(f"the file holds more than {_MAX_UNPACKED >> 20} MB", "remove the pictures from it")
        self.names = frozenset(self._zip.namelist())

    def part(self, name: str) -> Element | None:
        """The root element of a part; None where there is no such part."""
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring

        if name not in self.names:
            return None
        try:
            root: Element = fromstring(self._zip.read(name), forbid_dtd=True)
        except RuntimeError:
            raise Unreadable("the file is protected by a password", "save it without one, then import it") from None
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, ParseError) as error:
            what = (
                "holds declarations that no office program writes"
                if isinstance(error, DefusedXmlException)
                else "is damaged"
            )
            raise Unreadable(f"the part {name} {what}", _AGAIN) from None
        except Exception as error:
            if type(error).__module__ != "zlib":
                raise
            raise Unreadable(f"the part {name} is damaged", _AGAIN) from None
        return root


_AGAIN = "open it in the program that wrote it and save it again"
