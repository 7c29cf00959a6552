"""The tree, held against RFC 9162 written down again as its recursion, and against published test vectors."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.audit.merkle import EMPTY_ROOT, Tree, joined, leaf_hash, node_hash
from app.domain.audit.proofs import ConsistencyProof, InclusionProof, Span, consistency_spans, inclusion_spans

# The inputs and roots of certificate-transparency's reference tests.
VECTOR = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
VECTOR.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
VECTOR_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
SIZES = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def grown(hashes: list[bytes]) -> Tree:
    tree = Tree()
    for each in hashes:
        tree.append(each)
    return tree


def by_the_book(hashes: list[bytes]) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY_ROOT
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(by_the_book(hashes[:half]), by_the_book(hashes[half:]))


def hash_of(span: Span, hashes: list[bytes]) -> bytes:
    return joined(by_the_book(hashes[i << level : (i + 1) << level]) for level, i in span.subtrees())


@pytest.mark.parametrize("size", VECTOR_ROOTS)
def test_the_roots_are_those_of_the_published_vectors(size: int) -> None:
    assert VECTOR_ROOTS[size] == grown([leaf_hash(data) for data in VECTOR[:size]]).root().hex()


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert sha256(b"").digest() == Tree().root()


@given(SIZES)
def test_a_tree_that_grows_has_the_root_of_the_book_and_completes_the_subtrees_of_the_book(size: int) -> None:
    hashes, tree = leaves(size), Tree()
    nodes = [node for each in hashes for node in tree.append(each)]
    assert by_the_book(hashes) == tree.root()
    assert all(by_the_book(hashes[n.start : n.start + (1 << n.level)]) == n.hash for n in nodes)
    assert sorted((n.level, n.index) for n in nodes) == sorted(
        (level, i) for level in range(1, 8) for i in range(size >> level)
    )
    assert tree == Tree.packed(size, tree.pack())


def test_peaks_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="fit"):
        Tree.packed(3, b"\0" * 32)


@given(st.data(), SIZES)
def test_every_entry_is_proved_to_be_in_the_tree(data: st.DataObject, size: int) -> None:
    seq, hashes = data.draw(st.integers(0, size - 1)), leaves(size)
    path = tuple(hash_of(span, hashes) for span in inclusion_spans(seq, size))
    assert by_the_book(hashes) == InclusionProof(seq=seq, leaf=hashes[seq], size=size, path=path).root()
    other = data.draw(st.integers(0, size - 1))
    moved = InclusionProof(seq=other, leaf=hashes[seq], size=size, path=path).root()
    assert (moved == by_the_book(hashes)) == (other == seq)


@given(st.data(), SIZES)
def test_every_beginning_is_proved_consistent_and_no_other_tree_is(data: st.DataObject, second: int) -> None:
    first, hashes = data.draw(st.integers(0, second)), leaves(second)
    path = tuple(hash_of(span, hashes) for span in consistency_spans(first, second))
    proof = ConsistencyProof(first=first, second=second, path=path)
    assert proof.holds(by_the_book(hashes[:first]), by_the_book(hashes))
    if first:
        assert not proof.holds(leaf_hash(b"another history"), by_the_book(hashes))
        assert not proof.holds(by_the_book(hashes[:first]), leaf_hash(b"another future"))


@pytest.mark.parametrize(("seq", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_a_place_outside_the_tree_is_proved_by_nothing(seq: int, size: int) -> None:
    assert InclusionProof(seq=seq, leaf=EMPTY_ROOT, size=size, path=()).root() is None


def test_paths_that_are_too_long_or_too_short_prove_nothing() -> None:
    hashes = leaves(5)
    path = tuple(hash_of(span, hashes) for span in inclusion_spans(2, 5))
    for wrong in (path[:-1], (*path, path[0])):
        assert InclusionProof(seq=2, leaf=hashes[2], size=5, path=wrong).root() != by_the_book(hashes)
    assert not ConsistencyProof(first=3, second=5, path=()).holds(by_the_book(hashes[:3]), by_the_book(hashes))
