"""Good answers become examples in the prompt, and answers to other questions get better."""

from collections.abc import Iterator

from ratchet.cli.demo.stage import EXAMPLES, GOOD, TAUGHT, Stage
from ratchet.cli.demo.step import Claim, Step
from ratchet.cli.demo.steps.saving import TAG, run_test


def play(stage: Stage) -> None:
    """Ask a release that shows three examples what the baseline was asked."""
    stage.tests[TAUGHT] = run_test(stage, TAUGHT, baseline_tag=TAG)


def check(stage: Stage) -> Iterator[Claim]:
    """The mean is higher than the baseline's."""
    test_id = stage.tests[TAUGHT]["test_id"]
    report = stage.client.get(f"/admin/regression/test/{test_id}")["report"]
    (score, *_) = report["scores"]
    before, after = score["baseline_mean"], score["new_mean"]
    yield Claim(
        f"With three examples from {EXAMPLES}, release {TAUGHT} scores {after:.3f} where {GOOD} scored {before:.3f}: "
        f"{(after - before) / before:+.1%}",
        after > before,
    )


STEP = Step("Few-shot examples raise the score", play, check, "/regression")
