"""Memory by identity: the same objects give the same result, equal ones give their own, and room is kept."""

from __future__ import annotations

from foldwell.content.identity import by_identity


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
