"""Checks by which keys a name is found, and that none is missing."""

from hypothesis import given
from hypothesis import strategies as st

from services.directory.repository.search_keys import PREFIX_CHARACTERS, begins, called, keys_of, within
from shared.french import fold, fold_typed


def test_a_name_also_begins_where_it_is_told_from_others() -> None:
    assert called("CC du Royans-Vercors") == ["cc du royans vercors", "royans vercors"]
    assert called("Le Rouret") == ["le rouret", "rouret"]
    assert called("Département de La Réunion")[-1] == "reunion"
    assert called("Manduel") == ["manduel"]
    assert called("Communes") == ["communes"]


def test_beginnings_of_names_and_of_other_words_have_their_keys() -> None:
    assert keys_of(["le bar"], ["le", "bar", "bal"]) == [
        *("^", "^l", "^le"),
        *("b", "ba", "bal", "bar"),
        "=le bar",
    ]


@given(st.text(min_size=1), st.data())
def test_every_beginning_of_every_word_is_a_key(name: str, data: st.DataObject) -> None:
    names = called(name)
    keys = keys_of(names, names[0].split())
    for word in names[0].split():
        typed = word[: data.draw(st.integers(1, len(word)))]
        assert begins(typed) in keys or within(typed) in keys
    assert len(keys) == len(set(keys))
    assert all(len(key) <= PREFIX_CHARACTERS + 1 for key in keys if not key.startswith("="))


@given(st.text())
def test_what_is_typed_whole_is_a_key_of_the_name(name: str) -> None:
    words = fold_typed(name)
    keys = keys_of(called(name), fold(name).split())
    assert all(any(begins(one) in keys or within(one) in keys for one in word) for word in words)
