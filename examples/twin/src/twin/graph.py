"""The graph: router, planner, retrieval, realizer, persona audit, one after the other."""

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from twin.nodes.audit import audit
from twin.nodes.planner import plan
from twin.nodes.realizer import realize
from twin.nodes.retrieval import retrieve
from twin.nodes.router import route
from twin.turn import Asked, Surroundings, Turn

Graph = CompiledStateGraph[Turn, Surroundings, Asked, Turn]


def build_graph() -> Graph:
    """The graph, ready to run; it keeps nothing between turns."""
    graph = StateGraph(Turn, Surroundings, input_schema=Asked)
    graph.add_node("router", route)
    graph.add_node("planner", plan)
    graph.add_node("retrieval", retrieve)
    graph.add_node("realizer", realize)
    graph.add_node("persona_audit", audit)
    graph.add_edge(START, "router")
    graph.add_edge("router", "planner")
    graph.add_edge("planner", "retrieval")
    graph.add_edge("retrieval", "realizer")
    graph.add_edge("realizer", "persona_audit")
    graph.add_edge("persona_audit", END)
    return graph.compile()
