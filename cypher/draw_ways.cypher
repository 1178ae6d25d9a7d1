// Which ways lead from what is held to a programme? To draw: a route from a nanodegree to a specialist diploma.
//
// What is counted rather than attained (an exemption, credit for a module) can only stack, and after a rule that holds
// within one programme a way leads into that one. Whether a way is open on a day is not decided here.
//
// Parameters:
//   start: the code of what is held
//   target: the programme or module to reach
//   ways: how many ways at most, the shortest first
//   illustrative: whether data that nobody published may take part
// Columns:
//   way: the path, with its entries and groups of requirements
CYPHER 25
MATCH (held:Coded {code: $start})
MATCH (target:Coded {code: $target})
MATCH way = SHORTEST $ways ((held) (()-[edge:RECOGNISED_TOWARDS|STACKS_INTO|MEMBER_OF]->()
    WHERE $illustrative OR NOT coalesce(edge.illustrative, false)){1,8} (target)
  WHERE allReduce(
      walk = {bound: null, counted: false, allowed: true}, hop IN edge |
      {
        allowed: type(hop) = 'STACKS_INTO' OR NOT (walk.counted OR walk.bound IS NOT NULL),
        counted: type(hop) = 'RECOGNISED_TOWARDS' AND (hop.outcome = 'exemption' OR endNode(hop):Module),
        bound: nullIf(CASE type(hop) WHEN 'RECOGNISED_TOWARDS' THEN hop.within ELSE walk.bound END, endNode(hop).code)
      },
      walk.allowed)
    AND (type(edge[-1]) = 'RECOGNISED_TOWARDS'
      OR reduce(bound = null, hop IN edge |
        nullIf(CASE type(hop) WHEN 'RECOGNISED_TOWARDS' THEN hop.within ELSE bound END, endNode(hop).code)) IS NULL))
RETURN way
