"""The data of a node without what is no part of the data format."""

from __future__ import annotations

from unpolicy.store.tree import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    construct,
    key_value,
    merge_keys,
    scalar_value,
)

Path = tuple[object, ...]


def readable(node: Node, path: Path, left_out: set[Path]) -> object:
    """Returns a node's data without aliases, tagged values, merge keys and numbers that are too long.

    Args:
        node: the node.
        path: the path that leads to it.
        left_out: the paths of what is left out are added here. An item of a list becomes None, so that the items
            behind it keep their numbers.
    """
    if _unreadable(node):
        left_out.add(path)
        return None
    if isinstance(node, MappingNode):
        return _readable_mapping(node, path, left_out)
    if isinstance(node, SequenceNode):
        items: list[object] = []
        for number, item in enumerate(node.value):
            items.append(readable(item, (*path, number), left_out))
        return items
    return construct(node)


def _readable_mapping(node: MappingNode, path: Path, left_out: set[Path]) -> dict[object, object]:
    data: dict[object, object] = {}
    merging = merge_keys(node)
    for key_node, value_node in node.value:
        key = key_value(key_node)
        if key in data:
            continue
        inner = (*path, key)
        if _unreadable(value_node) or key_node in merging:
            left_out.add(inner)
        else:
            data[key] = readable(value_node, inner, left_out)
    return data


def _unreadable(node: Node) -> bool:
    if node.tag is not None:
        return True
    if not isinstance(node, ScalarNode):
        return False
    try:
        scalar_value(node)
    except ValueError:
        return True
    return node.alias is not None
