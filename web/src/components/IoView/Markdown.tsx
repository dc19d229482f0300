import { Anchor, Typography } from "@mantine/core";
import ReactMarkdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { toSafeUrl } from "./url";
import classes from "./IoView.module.css";

const plugins = [remarkGfm];

// Pictures would be fetched from wherever a model says, so they are links.
const components: Components = {
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  img: ({ src, alt }) => <Link href={typeof src === "string" ? src : undefined}>{alt ?? "picture"}</Link>,
  table: ({ children }) => (
    <div className={classes.wide} tabIndex={0} role="group" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
};

/** Markdown of a model: HTML in it is shown as text, and links go only to the web and to mail. */
export default function Markdown({ text }: { text: string }) {
  return (
    <Typography className={classes.markdown} dir="auto">
      <ReactMarkdown remarkPlugins={plugins} components={components} urlTransform={(url) => toSafeUrl(url) ?? ""}>
        {text}
      </ReactMarkdown>
    </Typography>
  );
}

function Link({ href, children }: { href: string | undefined; children: React.ReactNode }) {
  if (!href) return <>{children}</>;
  return (
    <Anchor href={href} title={href} target="_blank" rel="noreferrer noopener" inherit underline="always">
      {children}
    </Anchor>
  );
}
