// What does an award ask for? To draw: the requirement tree of a programme, down to what may be in it.
//
// Parameters:
//   code: the programme
//   illustrative: whether data that nobody published may take part
// Columns:
//   tree: from the programme over the rule that says what it is made of to a group, or to a part
CYPHER 25
MATCH (award:Coded {code: $code})
MATCH tree = (award)<-[:STRUCTURES]-(rule:Rule)-[:NEEDS]->{1,16}()
WHERE $illustrative OR NOT rule.illustrative
RETURN tree
