"""The tokens of a very long list of values, of which each was matched by itself."""
from sqlfluff.core.parser.markers import PositionMarker
from sqlfluff.core.parser.match_result import MatchResult
from sqlfluff.core.parser.segments import RawSegment
from sqlfluff.core.templaters import TemplatedFile

COUNT = 26_000
source = TemplatedFile.from_string("1," * (COUNT // 2))
segments = tuple(
    RawSegment("1" if number % 2 == 0 else ",", PositionMarker.from_point(number, number, source))
    for number in range(COUNT)
)
matches = tuple(MatchResult(slice(number, number + 1)) for number in range(0, COUNT, 2))
result = MatchResult(slice(0, COUNT), child_matches=matches).apply(segments)
print(len(result), "".join(segment.raw for segment in result[-5:]), result == segments)
