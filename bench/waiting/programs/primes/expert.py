"""How many primes there are below each of some limits."""

from concurrent.futures import ProcessPoolExecutor


def primes_below(limit):
    count = 0
    for number in range(2, limit):
        divisor = 2
        while divisor * divisor <= number:
            if number % divisor == 0:
                break
            divisor += 1
        else:
            count += 1
    return count


def table(limits):
    with ProcessPoolExecutor() as pool:
        counts = list(pool.map(primes_below, reversed(limits)))[::-1]
    return dict(zip(limits, counts))


def main():
    limits = [90000 + 1500 * step for step in range(24)]
    for limit, count in table(limits).items():
        print(limit, count)


if __name__ == "__main__":
    main()
