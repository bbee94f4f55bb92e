"""Files and URLs alike: what is read, written, replaced and taken away, and one line for what cannot be."""

import io
import os
from pathlib import Path
from typing import IO

import fsspec
import pytest

from cleaner import CleanerError, files


@pytest.fixture(params=["file", "url"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return str(tmp_path)
    fsspec.filesystem("memory").store.clear()
    return "memory://files"


def put(name: str, data: bytes) -> None:
    with files.open_new(name) as file:
        file.write(data)


def got(name: str) -> bytes:
    with files.open_raw(name) as file:
        return file.read()


def test_what_was_written_is_read_moved_and_taken_away(place: str) -> None:
    files.make_folder(f"{place}/in")
    files.make_folder(f"{place}/in")
    put(f"{place}/in/a", b"one")
    assert (files.exists(f"{place}/in/a"), files.exists(f"{place}/in/b")) == (True, False)
    put(f"{place}/in/b", b"two")
    files.replace(f"{place}/in/a", f"{place}/in/b")
    assert (files.exists(f"{place}/in/a"), got(f"{place}/in/b")) == (False, b"one")
    files.remove(f"{place}/in/a")
    files.remove(f"{place}/in")
    assert not files.exists(f"{place}/in/b")


def test_a_file_appears_only_when_it_is_whole(place: str) -> None:
    files.make_folder(place)
    put(f"{place}/a", b"before")

    def half(file: IO[bytes]) -> None:
        file.write(b"half")
        assert got(f"{place}/a") == b"before"
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        files.write_whole(f"{place}/a", half)
    assert got(f"{place}/a") == b"before"
    files.write_whole(f"{place}/a", lambda file: file.write(b"after"))
    assert got(f"{place}/a") == b"after"
    system, folder = fsspec.core.url_to_fs(place)
    assert [name.rpartition("/")[2] for name in system.find(folder)] == ["a"]


def test_a_links_target_is_replaced_and_a_device_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder" / "file")
    files.write_whole(str(tmp_path / "link"), lambda file: file.write(b"new"))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "file").read_bytes() == b"new"
    written: list[int] = []
    files.write_whole(os.devnull, lambda file: written.append(file.write(b"gone")))
    assert written == [4]
    assert not Path(os.devnull).is_file()
    assert [files.special(name) for name in (os.devnull, str(tmp_path), str(tmp_path / "link"), "memory://a", "nothing")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    for name, message in (
        (str(tmp_path / "no"), "no such file"),
        ("memory://no", "no such file"),
        (str(tmp_path), "cannot be read (Is a directory)"),
        ("nowhere://no", "cannot be opened (Protocol not known: nowhere)"),
    ):
        with pytest.raises(CleanerError) as caught:
            files.open_raw(name)
        assert str(caught.value) == f"{name}: {message}"


@pytest.mark.parametrize(
    ("name", "bare"),
    [("A.JSONL.GZ", "a.jsonl"), ("a.csv.zst", "a.csv"), ("a.csv", "a.csv"), ("a.gz.csv", "a.gz.csv"), ("a.csv.gz.gz", "a.csv.gz")],
)
def test_the_name_of_a_packed_file_without_its_ending(name: str, bare: str) -> None:
    assert files.unpacked(name) == bare


@pytest.mark.parametrize(("name", "start"), [("a.gz", b"\x1f\x8b"), ("A.ZST", b"\x28\xb5\x2f\xfd"), ("a", b"one")])
def test_what_is_packed_in_two_goes_is_read_as_one(name: str, start: bytes) -> None:
    raw = io.BytesIO()
    for data in (b"one", b"two"):
        with files.packed(raw, name) as file:
            file.write(data)
    assert not raw.closed
    assert raw.getvalue().startswith(start)
    raw.seek(0)
    assert files.unpack(raw, name).read() == b"onetwo"


def test_a_hidden_name_stands_beside_the_file(tmp_path: Path) -> None:
    assert files.beside("memory://in/a.csv", ".part") == "memory://in/.a.csv.part"
    assert files.beside(str(tmp_path / "a"), ".part") == f"{os.path.realpath(tmp_path)}/.a.part".replace(os.sep, "/")
