"""Values made quickly are the values that their class makes."""

import pickle
from dataclasses import FrozenInstanceError, dataclass, replace

import pytest

from tasks.frozen import changer, quick


@dataclass(frozen=True, slots=True)
class Coin:
    """A value with a default."""

    metal: str
    worth: int = 1


make = quick(Coin)


def test_a_value_made_quickly_is_one_of_its_class() -> None:
    coin = make("gold", worth=20)
    assert type(coin) is Coin
    assert coin == Coin("gold", 20)
    assert hash(coin) == hash(Coin("gold", 20))
    assert make("tin") == Coin("tin")


def test_it_stays_frozen_and_can_be_copied() -> None:
    coin = make("gold", 20)
    with pytest.raises(FrozenInstanceError):
        coin.worth = 21  # type: ignore[misc]
    assert replace(coin, worth=5) == Coin("gold", 5)
    assert pickle.loads(pickle.dumps(coin)) == coin


def test_what_the_class_does_not_take_is_refused() -> None:
    with pytest.raises(TypeError):
        make()  # type: ignore[call-arg]


def test_a_change_is_what_replace_makes() -> None:
    revalued = changer(Coin, "worth")
    assert revalued(Coin("gold", 20), 5) == Coin("gold", 5)
    with pytest.raises(ValueError, match="shorter"):
        revalued(Coin("gold", 20))
