"""Where bytes come from and go to: local files and, through fsspec, URLs such as s3://bucket/file. Packed ones end in .gz or .zst."""

from __future__ import annotations

import errno
import gzip
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, cast

from cleaner.model import CleanerError

PACKED = (".gz", ".zst")
MANY = 1 << 20
"""Bytes that are copied at a time."""


def is_url(name: str) -> bool:
    return "://" in name


def unpacked(name: str) -> str:
    """The name without the ending of a packed file, in lower case."""
    lower = name.lower()
    return next((lower.removesuffix(ending) for ending in PACKED if lower.endswith(ending)), lower)


def remote(url: str) -> tuple[Any, str]:
    """fsspec's file system of a URL, and the path there. Raises CleanerError where there is none."""
    import fsspec

    inner, _, outer = url.partition("::")
    if outer and is_url(inner):
        # An open file of an archive does not outlive the object that it came from.
        raise CleanerError(f"{url}: a file within an archive is neither read nor written; unpack the archive, and name what was in it")
    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise CleanerError(f"{url}: cannot be opened ({error})") from None
    return system, path


def explained(name: str, what: str, error: Exception) -> CleanerError:
    if isinstance(error, FileNotFoundError) and what == "cannot be read":
        return CleanerError(f"{name}: no such file")
    return CleanerError(f"{name}: {what} ({getattr(error, 'strerror', None) or error})")


def open_raw(name: str) -> IO[bytes]:
    """A file's bytes as they are. Raises CleanerError for one that cannot be read."""
    try:
        if is_url(name):
            system, path = remote(name)
            return cast(IO[bytes], system.open(path, "rb"))
        return open(name, "rb")
    except OSError as error:
        raise explained(name, "cannot be read", error) from None


def unpack(raw: IO[bytes], name: str) -> IO[bytes]:
    """The unpacked bytes of an open file; a cut one raises OSError where it ends."""
    kind = {".gz": "gzip", ".zst": "zstd"}.get(name.lower()[name.rfind(".") :])
    if kind is None:
        return raw
    import pyarrow as pa

    # Unlike zstandard's, this reader tells a cut file from one that ends.
    return cast(IO[bytes], io.BufferedReader(pa.CompressedInputStream(pa.PythonFile(raw, "r"), kind), MANY))


@contextmanager
def packed(file: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """Write to an open file, packed as the name's ending says. What is written in several goes can be read as one; no clock is in it."""
    if name.lower().endswith(".gz"):
        with gzip.GzipFile("", "wb", 6, file, mtime=0) as stream:
            yield cast(IO[bytes], stream)
    elif name.lower().endswith(".zst"):
        import pyarrow as pa

        with pa.CompressedOutputStream(pa.PythonFile(_Open(file), "w"), "zstd") as stream:
            yield stream
    else:
        yield file


class _Open(io.RawIOBase):
    """A file that stays open when Arrow, which cannot but close it, has done."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._file.write(data)


# Local files and URLs alike


def exists(name: str) -> bool:
    if is_url(name):
        system, path = remote(name)
        return bool(system.exists(path))
    return os.path.exists(name)


def refuse_folder(name: str) -> None:
    """Raises IsADirectoryError: what is renamed to a folder at an URL would go into it, under a name that nobody looks for."""
    if is_url(name):
        system, path = remote(name)
        folder = system.isdir(path)
    else:
        folder = os.path.isdir(name)
    if folder:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def make_folder(name: str) -> None:
    if is_url(name):
        system, path = remote(name)
        system.makedirs(path, exist_ok=True)
    else:
        os.makedirs(name, exist_ok=True)


def open_new(name: str) -> IO[bytes]:
    if is_url(name):
        system, path = remote(name)
        return cast(IO[bytes], system.open(path, "wb"))
    return open(name, "wb")


def replace(old: str, new: str) -> None:
    if is_url(new):
        refuse_folder(new)
        system, path = remote(new)
        system.mv(remote(old)[1], path)
    else:
        os.replace(old, new)


def remove(name: str) -> None:
    """Take a file, or a folder and all in it, away if it is there."""
    if is_url(name):
        system, path = remote(name)
        with suppress(FileNotFoundError):
            system.rm(path, recursive=True)
    elif os.path.isdir(name):
        import shutil

        shutil.rmtree(name)
    else:
        Path(name).unlink(missing_ok=True)


def special(name: str) -> bool:
    """A device or a pipe: written to as it is, never replaced."""
    return not is_url(name) and os.path.exists(name) and not os.path.isfile(name)


def target(name: str) -> str:
    """What a file to be replaced is really called: a link's target is replaced, not the link."""
    return name if is_url(name) else os.path.realpath(name)


def beside(name: str, ending: str) -> str:
    """A hidden name next to a file, so that renaming never crosses a file system."""
    folder, slash, last = target(name).replace(os.sep, "/").rpartition("/")
    return f"{folder}{slash}.{last}{ending}"


def write_whole(name: str, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file that appears under its name only when it is whole. Raises OSError; devices and pipes are written to as they are."""
    if special(name):
        with open_new(name) as file:
            write(file)
        return
    part = beside(name, f".{os.getpid()}.part")
    try:
        with open_new(part) as file:
            write(file)
            if not is_url(name):
                # What is renamed must be on the disk, or a power cut leaves an empty file under the name.
                file.flush()
                os.fsync(file.fileno())
        replace(part, target(name))
    finally:
        with suppress(OSError):
            remove(part)
