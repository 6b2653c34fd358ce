// A part that is drawn again only when something that it was given is another: for rows of long lists.
import { Component, type ComponentType } from "preact";

export function still<P extends object>(Part: ComponentType<P>): ComponentType<P> {
  return class Still extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const names = Object.keys(next) as (keyof P)[];
      return names.length !== Object.keys(this.props).length || names.some((name) => !Object.is(next[name], (this.props as P)[name]));
    }
    override render() {
      return <Part {...(this.props as P)} />;
    }
  };
}
