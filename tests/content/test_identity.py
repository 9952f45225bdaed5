"""Memory by identity: the same objects give the same result, equal ones give their own; room is kept, and what is no
longer there is forgotten.
"""

from __future__ import annotations

from foldwell.content.identity import by_identity, while_alive


def test_the_very_same_objects_give_the_very_same_result() -> None:
    made: list[list[int]] = []

    @by_identity(4)
    def doubled(numbers: list[int]) -> list[int]:
        made.append(numbers)
        return [2 * number for number in numbers]

    one, equal = [1, 2], [1, 2]
    assert doubled(one) is doubled(one)
    assert doubled(equal) == doubled(one)
    assert doubled(equal) is not doubled(one)
    assert made == [one, equal]


def test_only_the_latest_are_kept() -> None:
    made: list[int] = []

    @by_identity(2)
    def counted(numbers: list[int]) -> int:
        made.append(len(numbers))
        return len(numbers)

    lists = [[0] * length for length in (1, 2, 3)]
    assert [counted(numbers) for numbers in (*lists, lists[2], lists[0])] == [1, 2, 3, 3, 1]
    assert made == [1, 2, 3, 1]


class _Part:
    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Part)

    def __hash__(self) -> int:
        return 1


def test_a_result_lives_as_long_as_what_it_is_about() -> None:
    made: list[str] = []

    @while_alive
    def called(part: _Part) -> list[str]:
        made.append(part.name)
        return [part.name]

    one, other = _Part("one"), _Part("other")
    assert called(one) is called(one)
    assert called(other) == ["other"]
    assert made == ["one", "other"]
    for number in range(1000):  # where many of them stand at the same place in memory, one after another
        assert called(_Part(f"{number}")) == [f"{number}"]
    assert called(one) == ["one"]
    assert len(made) == 1002
