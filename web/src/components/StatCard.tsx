import { Paper, Skeleton, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Change } from "./change";
import { Delta } from "./Delta";
import classes from "./StatCard.module.css";

interface Given {
  label: string;
  /** Undefined while it is on its way. */
  value: ReactNode;
  /** Of how much this is: 1,234 scores. */
  sample?: ReactNode;
  change?: Change | null;
  /** What it was in the period before, in words. */
  before?: string;
  /** Where what it counts is listed. */
  to?: "/traces" | "/scores" | "/users" | "/sessions" | "/datasets";
  search?: Record<string, string | undefined>;
}

/** One figure, of how many, and how it compares with the period before. */
export function StatCard({ label, value, sample, change, before, to, search }: Given) {
  const content = (
    <>
      <Text size="xs" c="dimmed" fw={500} truncate>
        {label}
      </Text>
      {value === undefined ? <Skeleton height={24} width={72} my={4} /> : <div className={classes.value}>{value}</div>}
      <Text size="xs" c="dimmed" className="tabular" truncate>
        {sample ?? "\u00a0"}
      </Text>
      {change && before !== undefined && <Delta change={change} before={before} />}
    </>
  );
  if (to === undefined) {
    return (
      <Paper withBorder className={classes.card}>
        {content}
      </Paper>
    );
  }
  return (
    <Paper withBorder renderRoot={(props) => <Link {...props} to={to} search={search ?? {}} />} className={classes.card}>
      {content}
    </Paper>
  );
}
