import {
  IconAlertTriangle,
  IconArrowsSplit,
  IconBolt,
  IconChartDots3,
  IconChecklist,
  IconDatabaseSearch,
  IconLink,
  IconPointFilled,
  IconRobot,
  IconShieldCheck,
  IconSparkles,
  IconTool,
} from "@tabler/icons-react";

const ICONS: Record<string, typeof IconTool> = {
  SPAN: IconArrowsSplit,
  GENERATION: IconSparkles,
  EVENT: IconPointFilled,
  AGENT: IconRobot,
  TOOL: IconTool,
  CHAIN: IconLink,
  RETRIEVER: IconDatabaseSearch,
  EVALUATOR: IconChecklist,
  EMBEDDING: IconChartDots3,
  GUARDRAIL: IconShieldCheck,
};

/** What kind of step it is, or that it failed. */
export function TypeIcon({ type, level }: { type: string; level: string }) {
  if (level === "ERROR") return <IconAlertTriangle size={15} color="var(--ratchet-failed)" role="img" aria-label={`${type.toLowerCase()}, failed`} />;
  const Icon = ICONS[type] ?? IconBolt;
  return <Icon size={15} role="img" aria-label={type.toLowerCase()} color={`var(--ratchet-type-${type.toLowerCase()}, currentColor)`} />;
}
