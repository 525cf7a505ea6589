"""Advantage, proximity, density, complexity, opportunity and fitness of one matrix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distretto.analysis.selection.relatedness.complexity import economic_complexity
from distretto.analysis.selection.relatedness.density import relatedness_density
from distretto.analysis.selection.relatedness.fitness import fitness
from distretto.analysis.selection.relatedness.matrices import (
    presence,
    revealed_advantage,
)
from distretto.analysis.selection.relatedness.opportunity import opportunity
from distretto.analysis.selection.relatedness.proximity import (
    cooccurrence_probability,
    proximity,
    relatedness,
)
from distretto.errors import InputError

NAN = np.nan

# A table of six regions and seven industries, measured with py-ecomplexity 0.5.3
# (fitness: econcomplex 1.0.1, 5,000 steps).
VALUES = np.array(
    [
        [40, 48, 1, 48, 0, 30, 37],
        [17, 58, 3, 16, 0, 34, 0],
        [0, 0, 0, 2, 0, 59, 11],
        [39, 45, 14, 0, 26, 15, 0],
        [10, 53, 47, 50, 6, 0, 37],
        [29, 0, 40, 0, 3, 57, 0],
    ]
)
# fmt: off
PE_ECI = [0.13943798450066258, -0.32265057526639973, -1.2144218531290598,
          2.0465902123620623, -0.360044198012074, -0.28891157045519106]
PE_PCI = [1.2408351443863148, 0.7051751195544566, -0.7570935856646319,
          -0.30989088976725687, 4.193760373145415, -1.350476270087256,
          -1.078367436170864]
PE_DENSITY = [
    [0.6842105263157894, 0.7692307692307693, 0.5151515151515151, 0.8333333333333334,
     0.368421052631579, 0.4074074074074074, 0.7894736842105263],
    [0.2631578947368421, 0.38461538461538464, 0.2121212121212121, 0.16666666666666669,
     0.15789473684210528, 0.5555555555555556, 0.26315789473684215],
]
PE_GAIN = [
    [0.0, 0.0, -0.5128077069030167, 0.0, 2.602498964973103, -0.7333510260640708, 0.0],
    [0.9718427715454954, 0.0, -0.3640354207578901, -0.3981333811672752,
     2.7254145578623987, 0.0, -0.4264687140447106],
]
EC_FITNESS = [0.9520743479750904, 0.17246890355035496, 0.18092863746030252,
              2.9375379058497613, 1.0057664002283706, 0.7512238049361203]
EC_COMPLEXITY = [0.5643025200267452, 0.18770062315676417, 0.6605178382516577,
                 0.7512388697443597, 4.512018859101019, 0.1213609556541914,
                 0.202860334065262]
# fmt: on


@pytest.fixture
def measured():
    return presence(revealed_advantage(VALUES))


def test_advantage_by_hand():
    """Region 1 has 30 of 40 in industry 1, which has 40 of 100: (30/40)/(40/100)."""
    found = revealed_advantage([[30, 10], [10, 50]])
    assert found[0, 0] == pytest.approx((30 / 40) / (40 / 100))
    assert found[1, 1] == pytest.approx((50 / 60) / (60 / 100))


def test_what_is_empty_has_no_advantage():
    """economiccomplexity says 1 in every cell of an empty region: 0 / 0 is not 1."""
    found = revealed_advantage([[3, 0, 1], [0, 0, 0], [2, 0, 5]])
    assert np.isnan(found[1]).all()
    assert np.isnan(found[:, 1]).all()
    assert np.isfinite(found[0, 0])
    assert np.nansum(presence(found)[1]) == 0


def test_unknown_stays_unknown():
    """[[30, ?], [10, 60]]: sums over what is known, (30/30) / (40/100) = 2.5."""
    found = revealed_advantage([[30, NAN], [10, 60]])
    assert np.isnan(found[0, 1])
    assert found[0, 0] == pytest.approx(2.5)
    assert np.isnan(presence(found)[0, 1])


def test_presence_counts_the_threshold_itself():
    assert presence([[1.0, 0.999, NAN]]).tolist()[0][:2] == [1, 0]
    assert presence([[1.0, 2.0]], threshold=2).tolist() == [[0, 1]]


def test_proximity_by_hand():
    """Industry 1 is in regions 1 and 2, industry 2 in 1, 2 and 3, both in 1 and 2:
    2 / max(2, 3). Industry 3 is nowhere.
    """
    found = proximity([[1, 1, 0], [1, 1, 0], [0, 1, 0]])
    assert found[0, 1] == found[1, 0] == pytest.approx(2 / 3)
    assert found[0, 0] == 1
    assert np.isnan(found[2]).all()


def test_pairs_are_counted_where_both_are_known():
    """Region 3 knows nothing of industry 1. In the others, 1 is twice, 2 twice, both
    twice: 2 / 2. Reading unknown as absent would give 2 / 3.
    """
    found = proximity([[1, 1], [1, 1], [NAN, 1]])
    assert found[0, 1] == 1


# c = 2 regions have both, u = 2 and 3 have each, of n = 4.
HAND = {
    "proximity": 2 / 3,
    "association": 4 * 2 / (2 * 3),
    "cosine": 2 / 6**0.5,
    "jaccard": 2 / 3,
}


@pytest.mark.parametrize("method", HAND)
def test_measures_of_relatedness_by_hand(method):
    found = relatedness([[1, 1], [1, 1], [0, 1], [0, 0]], method=method)
    assert found[0, 1] == pytest.approx(HAND[method])


def test_probability_by_hand():
    """Three industries meet c12 = 3, c13 = 1, c23 = 0 times: s = 4, 3, 1, T = 8. One
    and two by chance: (4/8 3/4 + 3/8 4/5) 8/2 = 2.7, observed 3. The formula is that
    of EconGeo's relatedness(method = "prob").
    """
    found = cooccurrence_probability([[9, 3, 1], [3, 9, 0], [1, 0, 9]])
    assert found[0, 1] == pytest.approx(3 / 2.7)
    assert found[1, 2] == 0
    assert np.isnan(np.diag(found)).all()


def test_probability_of_presence_counts_regions():
    matrix = np.array([[1, 1, 1], [1, 1, 0], [1, 1, 0], [0, 1, 1]])
    expected = cooccurrence_probability(matrix.T @ matrix)
    found = relatedness(matrix, method="probability")
    np.testing.assert_allclose(found, expected)


def test_density_by_hand():
    """The region has industries 1 and 2 of three; around 3: (0.2 + 0.4) / 1.6."""
    near = [[1, 0.5, 0.2], [0.5, 1, 0.4], [0.2, 0.4, 1]]
    found = relatedness_density([[1, 1, 0]], near)
    assert found[0, 2] == pytest.approx(0.6 / 1.6)
    without = relatedness_density([[1, 1, 0]], near, own=False)
    assert without[0, 0] == pytest.approx(0.5 / 0.7)


def test_density_is_of_what_is_known():
    """Industry 2 unknown in the region: around 3, 0.2 of 0.2 + 1."""
    near = [[1, 0.5, 0.2], [0.5, 1, 0.4], [0.2, 0.4, 1]]
    found = relatedness_density([[1, NAN, 0]], near)
    assert found[0, 2] == pytest.approx(0.2 / 1.2)


def test_complexity_and_density_are_those_of_py_ecomplexity(measured):
    found = economic_complexity(measured)
    np.testing.assert_allclose(found.eci, PE_ECI, atol=1e-12)
    np.testing.assert_allclose(found.pci, PE_PCI, atol=1e-12)
    dense = relatedness_density(measured, proximity(measured))
    np.testing.assert_allclose(dense[:2], PE_DENSITY, atol=1e-12)


def test_gain_is_that_of_py_ecomplexity_but_for_its_origin(measured):
    """py-ecomplexity takes PCI before its mean is taken off, PCI + c, and leaves out
    d PCI: its figures are ours + d PCI + what the sum over c is, with one c for all.
    """
    near = proximity(measured)
    found = opportunity(measured, near, PE_PCI)
    lacked = measured[:2] == 0
    ours = (found.gain + found.density * np.array(PE_PCI))[:2][lacked]
    away = ((1 - measured) @ (near / near.sum(axis=0)).T)[:2][lacked]
    constants = (np.array(PE_GAIN)[lacked] - ours) / away
    np.testing.assert_allclose(constants, constants[0], atol=1e-10)
    assert np.isnan(found.gain[:2][~lacked]).all()


def test_opportunity_by_hand():
    """One region with industry 1 of three, PCI 0, 1, -2. Around 2 density is
    0.5/1.9, around 3 0.2/1.6: value = 0.5/1.9 x 1 - 0.2/1.6 x 2. Industry 2 would
    add 1/1.9 x 1 (itself) - 0.4/1.6 x 2 and take 0.5/1.9 x 1 away.
    """
    near = [[1, 0.5, 0.2], [0.5, 1, 0.4], [0.2, 0.4, 1]]
    found = opportunity([[1, 0, 0]], near, [0.0, 1.0, -2.0])
    assert found.value[0] == pytest.approx(0.5 / 1.9 - 2 * 0.2 / 1.6)
    assert found.gain[0, 1] == pytest.approx(1 / 1.9 - 2 * 0.4 / 1.6 - 0.5 / 1.9)
    assert np.isnan(found.gain[0, 0])


def test_gain_is_the_change_of_the_value():
    """Without itself, the gain of an industry is what having it changes."""
    rng = np.random.default_rng(3)
    matrix = (rng.random((6, 8)) < 0.4).astype(float)
    near = rng.random((8, 8))
    near = (near + near.T) / 2
    pci = rng.normal(size=8)
    before = opportunity(matrix, near, pci, own=False)
    region, industry = np.argwhere(matrix == 0)[5]
    matrix[region, industry] = 1
    after = opportunity(matrix, near, pci, own=False)
    assert before.gain[region, industry] == pytest.approx(
        after.value[region] - before.value[region]
    )


def test_shared_scale_makes_eci_the_mean_pci(measured):
    found = economic_complexity(measured)
    mean = (measured @ found.pci) / found.diversity
    np.testing.assert_allclose(mean, found.eci, atol=1e-12)
    own = economic_complexity(measured, scale="own")
    assert own.pci.mean() == pytest.approx(0, abs=1e-12)
    assert own.pci.std() == pytest.approx(1)
    assert own.eci.std() == pytest.approx(1)


@pytest.mark.parametrize("size", [(60, 50), (260, 300)])
def test_the_vector_is_that_of_the_definition(size):
    """NumPy's eigenvectors of D^-1 M U^-1 M', on both sides of the change of method."""
    rng = np.random.default_rng(1)
    latent = rng.normal(size=(size[0], 3)) @ rng.normal(size=(3, size[1]))
    matrix = presence(revealed_advantage(np.exp(latent)))
    found = economic_complexity(matrix)
    d, u = matrix.sum(axis=1), matrix.sum(axis=0)
    values, vectors = np.linalg.eig((matrix / d[:, None]) @ (matrix / u).T)
    order = np.argsort(-values.real)
    eci = vectors[:, order[1]].real
    eci = (eci - eci.mean()) / eci.std()
    eci *= np.sign(np.corrcoef(eci, d)[0, 1])
    np.testing.assert_allclose(found.eci, eci, atol=1e-8)
    squares = np.sqrt(values.real[order[:3]])
    np.testing.assert_allclose(found.singular_values, squares, atol=1e-10)
    assert found.gap == pytest.approx(squares[1] - squares[2])
    assert found.sign_correlation == pytest.approx(np.corrcoef(eci, d)[0, 1])


def test_what_has_nothing_is_named():
    matrix = np.array([[1, 1, 0, 0], [0, 0, 0, 0], [1, 0, 1, 0], [0, 1, 1, 0]])
    matrix[2, 1] = 1
    found = economic_complexity(matrix)
    assert found.left_out_regions.tolist() == [1]
    assert found.left_out_industries.tolist() == [3]
    assert np.isnan(found.eci[1])
    assert np.isfinite(found.eci[[0, 2, 3]]).all()


def test_pieces_without_a_link_are_told_and_the_largest_is_measured():
    """Where M falls apart, py-ecomplexity gives NaN for everybody, and no reason."""
    large = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]])
    matrix = np.zeros((5, 5))
    matrix[:3, :3] = large
    matrix[3:, 3:] = 1
    found = economic_complexity(matrix)
    assert found.pieces == 2
    assert found.left_out_regions.tolist() == [3, 4]
    assert found.left_out_industries.tolist() == [3, 4]
    np.testing.assert_allclose(found.eci[:3], economic_complexity(large).eci)


@pytest.mark.parametrize(
    "matrix",
    [
        np.ones((3, 4)),
        np.eye(1),
        np.zeros((2, 2)),
        np.empty((0, 0)),
        # A ring: two vectors with one value, so that none is the second.
        np.eye(5) + np.roll(np.eye(5), 1, axis=1),
    ],
)
def test_where_nothing_has_an_order_nothing_is_made_up(matrix):
    found = economic_complexity(matrix)
    assert np.isnan(found.eci).all()
    assert "no order" in str(found.undefined)


def test_fitness_is_that_of_another_program(measured):
    found = fitness(measured, tolerance=1e-12)
    assert found.converged
    np.testing.assert_allclose(found.fitness, EC_FITNESS, rtol=1e-6)
    np.testing.assert_allclose(found.complexity, EC_COMPLEXITY, rtol=1e-6)


def test_fitness_by_hand():
    """One step from ones: F = (2, 1) / 1.5; Q = (1/2, 1) / 0.75."""
    found = fitness([[1, 1], [1, 0]], iterations=1)
    np.testing.assert_allclose(found.fitness, [2 / 1.5, 1 / 1.5])
    np.testing.assert_allclose(found.complexity, [0.5 / 0.75, 1 / 0.75])
    assert not found.converged
    with pytest.raises(InputError, match="no end"):
        fitness([[1, 1], [1, 0]], iterations=0)


def test_fitness_of_nothing_is_nothing():
    found = fitness([[0, 0], [1, 0]])
    assert np.isnan(found.fitness[0])
    assert found.fitness[1] == 1
    assert np.isnan(found.complexity[1])
    assert np.isnan(fitness(np.zeros((2, 2))).fitness).all()


def test_single_precision_is_near_enough():
    """The panel's density and gain are in single precision: seven digits."""
    from distretto.analysis.selection.relatedness.density import density
    from distretto.analysis.selection.relatedness.matrices import Presence
    from distretto.analysis.selection.relatedness.opportunity import value_and_gain

    rng = np.random.default_rng(2)
    told = Presence.of((rng.random((400, 500)) < 0.2).astype(float))
    near, pci = proximity(told.present.astype(float)), rng.normal(size=500)
    small = near.astype(np.float32)
    dense, rough = density(told, near), density(told, small)
    assert rough.dtype == np.float32
    np.testing.assert_allclose(rough, dense, rtol=1e-5)
    exact = value_and_gain(told, near, pci, dense)
    quick = value_and_gain(told, small, pci, rough)
    for one, other in zip(exact, quick, strict=True):
        np.testing.assert_allclose(other, one, atol=1e-5)


matrices = st.integers(0, 2**32 - 1).map(
    lambda seed: (np.random.default_rng(seed).random((7, 9)) < 0.45).astype(float)
)


@settings(max_examples=40, deadline=None)
@given(matrices, st.integers(0, 1000))
def test_the_order_of_rows_and_columns_does_not_matter(matrix, seed):
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(7), rng.permutation(9)
    straight, mixed = (
        economic_complexity(m) for m in (matrix, matrix[rows][:, columns])
    )
    if straight.pieces == 1 and straight.gap > 1e-6 and straight.sign_correlation > 0:
        np.testing.assert_allclose(mixed.eci, straight.eci[rows], atol=1e-6)
        np.testing.assert_allclose(mixed.pci, straight.pci[columns], atol=1e-6)
    assert mixed.pieces == straight.pieces


@settings(max_examples=40, deadline=None)
@given(matrices)
def test_density_and_proximity_are_shares(matrix):
    near = proximity(matrix)
    dense = relatedness_density(matrix, near)
    for found in (near, dense):
        known = found[~np.isnan(found)]
        assert ((known >= 0) & (known <= 1 + 1e-12)).all()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: revealed_advantage([[1, -2]]), "value_below_zero"),
        (lambda: revealed_advantage([[1, np.inf]]), "matrix_infinite"),
        (lambda: revealed_advantage([1, 2]), "not_a_matrix"),
        (lambda: revealed_advantage([["a"]]), "matrix_not_numbers"),
        (lambda: proximity([[0.4]]), "presence_not_0_or_1"),
        (lambda: relatedness([[1]], method="magic"), "no_such_relatedness"),
        (lambda: relatedness_density([[1, 0]], [[1]]), "matrix_not_square"),
        (lambda: economic_complexity([[1]], scale="log"), "no_such_scale"),
        (
            lambda: opportunity([[1, 0]], np.eye(2), [1.0]),
            "complexities_differ_in_length",
        ),
    ],
)
def test_what_cannot_be_measured_is_told(call, code):
    with pytest.raises(InputError) as refusal:
        call()
    assert refusal.value.code == code


def test_a_region_of_which_nothing_is_known_has_no_opportunity_value():
    """Zero would mean that it could reach an average."""
    nan = np.nan
    found = opportunity([[1, 0], [nan, nan]], [[1, 0.5], [0.5, 1]], [0.0, 1.0])
    assert np.isfinite(found.value[0]) and np.isnan(found.value[1])


def test_industries_never_known_together_have_no_probability():
    """The first and the last are known in no region both: that is not “never met”."""
    nan = np.nan
    matrix = [[1, 1, nan], [1, 0, nan], [nan, 1, 1], [nan, 1, 1]]
    found = relatedness(matrix, method="probability")
    assert np.isnan(found[0, 2]) and np.isnan(found[2, 0])
    assert np.isfinite(found[0, 1]) and np.isfinite(found[1, 2])
