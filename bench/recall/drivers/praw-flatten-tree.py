"""The comments of a submission that got very many of them."""
from praw.helpers import flatten_tree


class Comment:
    def __init__(self, number, replies):
        self.number = number
        self.replies = replies


comments = [Comment(number, [Comment(number * 10 + reply, []) for reply in range(2)]) for number in range(38_000)]
flat = flatten_tree(comments)
print(len(flat), flat[0].number, sum(comment.number for comment in flat), flat[-1].number)
