import { Alert, Group, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { CopyableId } from "@/components/CopyableId";
import { TextLink } from "@/components/TextLink";
import { formatCost, formatCount, formatDuration } from "@/format/numbers";
import { Fact } from "./Fact";
import { countTokens } from "./timeline";
import { TypeIcon } from "./TypeIcon";
import classes from "./TracePage.module.css";
import type { SpanOutline } from "./tree";

/** What a step is, how long it took, and what it cost. */
export function SpanHeader({ span }: { span: SpanOutline }) {
  const tokens = countTokens(span.usage);
  const cost = span.cost.total;
  return (
    <div className={classes.spanHeader}>
      <Group gap="xs" wrap="nowrap">
        <TypeIcon type={span.type} level={span.level} />
        <Title order={2} className={classes.spanTitle}>
          <bdi>{span.name || span.type.toLowerCase()}</bdi>
        </Title>
        <CopyableId id={span.id} of="step" />
      </Group>
      <Group gap="md" style={{ rowGap: 2 }}>
        <Fact name="Type">{span.type.toLowerCase()}</Fact>
        <Fact name="Took">{formatDuration(span.duration_ms)}</Fact>
        <Fact name="Began after">{formatDuration(Math.max(0, span.start_ms))}</Fact>
        {span.first_token_ms !== null && <Fact name="First token after">{formatDuration(span.first_token_ms)}</Fact>}
        {span.model && <Fact name="Model">{span.model}</Fact>}
        {tokens.total > 0 && (
          <Fact name="Tokens">
            <span title={Object.entries(span.usage).map(([key, count]) => `${key} ${formatCount(count)}`).join("\n")}>
              {formatCount(tokens.input)} in, {formatCount(tokens.output)} out
            </span>
          </Fact>
        )}
        {cost !== undefined && <Fact name="Cost">{formatCost(cost)}</Fact>}
        {span.prompt_name && (
          <Fact name="Prompt">
            <TextLink to="/prompts/$promptName" params={{ promptName: span.prompt_name }} search={{ version: String(span.prompt_version ?? "") }}>
              <bdi>{span.prompt_name}</bdi> v{span.prompt_version}
            </TextLink>
          </Fact>
        )}
        {span.version && <Fact name="Version">{span.version}</Fact>}
      </Group>
    </div>
  );
}

/** Why a step failed, or what it warns of. */
export function Failure({ span }: { span: SpanOutline }) {
  if (span.level !== "ERROR" && span.level !== "WARNING") return null;
  const hasFailed = span.level === "ERROR";
  return (
    <Alert
      color={hasFailed ? "red" : "yellow"}
      icon={<IconAlertTriangle size={17} />}
      title={<bdi>{span.error_type ?? (hasFailed ? "This step failed" : "Warning")}</bdi>}
      py="xs"
      mb="xs"
    >
      <Text size="sm" className="untrusted">
        {span.status_message ?? "Nothing was said about why."}
      </Text>
    </Alert>
  );
}
