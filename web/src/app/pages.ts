import {
  IconBell,
  IconChartLine,
  IconDatabase,
  IconFilterBolt,
  IconGavel,
  IconHeartbeat,
  IconListDetails,
  IconMessages,
  IconScale,
  IconSettings,
  IconSparkles,
  IconStar,
  IconTextRecognition,
  IconUsers,
} from "@tabler/icons-react";

/** The pages of the sidebar and the palette, in their order; `key` after `g` goes there. */
export const PAGES = [
  { to: "/", label: "Overview", icon: IconChartLine, key: "o" },
  { to: "/traces", label: "Traces", icon: IconListDetails, key: "t" },
  { to: "/sessions", label: "Sessions", icon: IconMessages, key: "s" },
  { to: "/users", label: "Users", icon: IconUsers, key: "u" },
  { to: "/scores", label: "Scores", icon: IconStar, key: "c" },
  { to: "/judges", label: "Judges", icon: IconGavel, key: "e" },
  { to: "/datasets", label: "Datasets", icon: IconDatabase, key: "d" },
  { to: "/collectors", label: "Collectors", icon: IconFilterBolt, key: "l" },
  { to: "/regression", label: "Regression", icon: IconScale, key: "r" },
  { to: "/alerts", label: "Alerts", icon: IconBell, key: "a" },
  { to: "/few-shot", label: "Few-shot", icon: IconSparkles, key: "f" },
  { to: "/probes", label: "Probes", icon: IconHeartbeat, key: "b" },
  { to: "/prompts", label: "Prompts", icon: IconTextRecognition, key: "p" },
  { to: "/settings", label: "Settings", icon: IconSettings, key: "," },
] as const;
