import { Stack } from "@mantine/core";
import { CopyableId } from "@/components/CopyableId";
import { Fact, Facts } from "@/components/Facts";
import { TextLink } from "@/components/TextLink";
import { formatPercent } from "@/format/numbers";
import { formatTime } from "@/format/times";
import type { Test } from "./regression";

/** What was asked of whom, by which judges, and by which rule the verdict goes. */
export function TestFacts({ test }: { test: Test }) {
  return (
    <Stack maw={900}>
      <Facts label="How it was asked">
        <Fact name="Test">
          <CopyableId id={test.test_id} of="test" length={40} />
        </Fact>
        <Fact name="Dataset">
          <TextLink to="/datasets/$datasetName" params={{ datasetName: test.dataset_name }}>
            {test.dataset_name}
          </TextLink>
          , as of {formatTime(test.dataset_version)}
        </Fact>
        <Fact name="Target">
          {test.target}, asked by {test.asker === "server" ? "this server" : "a client"}
        </Fact>
        {test.twin_id !== null && <Fact name="Twin">{test.twin_id}</Fact>}
        {Object.keys(test.variables).length > 0 && <Fact name="Variables">{JSON.stringify(test.variables)}</Fact>}
        <Fact name="Items">
          {test.sample_size === null ? "All" : `A sample of ${test.sample_size}, drawn by seed ${test.seed}`}
          {test.repeats > 1 && `, each asked ${test.repeats} times`}
        </Fact>
        <Fact name="Judges">
          {test.judges.map((judge) => (
            <div key={`${judge.name} ${judge.version}`}>
              <TextLink to="/judges/$judgeName" params={{ judgeName: judge.name }}>
                {judge.name}
              </TextLink>
              , version {judge.version}, epoch <span className="mono">{judge.epoch}</span>
            </div>
          ))}
          {test.judges.length === 0 && "None: scores came with the answers"}
        </Fact>
        <Fact name="Rule">
          Fails at a drop of {formatPercent(test.fail_at)}, warns at {formatPercent(test.warn_at)}
        </Fact>
        <Fact name="Begun">{formatTime(test.created_at)}</Fact>
        <Fact name="Ended">{test.finished_at === null ? "–" : formatTime(test.finished_at)}</Fact>
      </Facts>
    </Stack>
  );
}
