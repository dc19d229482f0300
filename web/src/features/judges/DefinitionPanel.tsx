import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { describeCondition } from "@/components/Conditions";
import { Fact, Facts } from "@/components/Facts";
import { TextDiff } from "@/components/TextDiff";
import { TextLink } from "@/components/TextLink";
import { formatPercent } from "@/format/numbers";
import { formatTime } from "@/format/times";
import { describeBudget } from "./JudgeTable";
import { type Judge, type Kind, versionsQuery } from "./judges";
import { NeedsModel } from "./NeedsModel";
import { toLabel } from "./parameters";

/** How a judge scores, what it looks at, and what it was before. */
export function DefinitionPanel({ judge, kind }: { judge: Judge; kind: Kind | undefined }) {
  return (
    <Stack maw={900}>
      {kind && <Text size="sm">{kind.summary}</Text>}
      {kind?.needs_model && <NeedsModel />}
      <Facts label="Definition">
        <Fact name="Scores">
          <TextLink to="/scores" search={{ name: judge.score_name }}>
            <bdi>{judge.score_name}</bdi>
          </TextLink>
          {judge.is_quality ? ", counted as quality" : ", not counted as quality"}
        </Fact>
        <Fact name="Looks at">
          {judge.level === "trace" ? "Whole traces" : "Single steps"}, {formatPercent(judge.sampling)}, {judge.delay_s} s after the
          last news of a trace
        </Fact>
        <Fact name="Conditions">
          {judge.filters.length === 0 ? "None: everything" : judge.filters.map((one, index) => <div key={index}>{describeCondition(one)}</div>)}
        </Fact>
        <Fact name="Budget">{describeBudget(judge)}</Fact>
        {Object.entries(judge.parameters).map(([name, value]) => (
          <Fact key={name} name={toLabel(name)}>
            {typeof value === "string" ? value || "–" : JSON.stringify(value)}
          </Fact>
        ))}
        <Fact name="Epoch">
          <span className="mono">{judge.epoch}</span>
          <Text size="xs" c="dimmed">
            A hash of all that its scores rest on: scores of two epochs are not the same measure.
          </Text>
        </Fact>
      </Facts>
      <Versions judge={judge} />
    </Stack>
  );
}

function Versions({ judge }: { judge: Judge }) {
  const { data: versions = [] } = useQuery({ ...versionsQuery(judge.name), enabled: judge.version > 1 });
  const [shown, show] = useState(0);
  if (versions.length < 2) return null;
  const [version, before] = versions.slice(shown);
  return (
    <Stack gap="xs" component="section" aria-label="Versions">
      <Title order={2}>What each version changed</Title>
      <Group gap={6}>
        {versions.slice(0, -1).map((one, index) => (
          <Button key={one.version} size="compact-sm" variant={index === shown ? "light" : "subtle"} aria-pressed={index === shown} onClick={() => show(index)}>
            Version {one.version}, {formatTime(one.created_at)}
          </Button>
        ))}
      </Group>
      {version && before && <TextDiff before={toText(before)} after={toText(version)} label={`What version ${version.version} changed`} />}
    </Stack>
  );
}

/** What an edit can change of a judge, as text; and the epoch, by which scores compare. */
function toText(judge: Judge): string {
  const { kind, description, score_name: score, parameters, is_quality: quality, level, filters, sampling, delay_s: delay, budget, epoch } = judge;
  return JSON.stringify({ kind, description, score, parameters, quality, level, filters, sampling, delay, budget, epoch }, null, 2);
}
