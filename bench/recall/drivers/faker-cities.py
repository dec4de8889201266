"""The cities of a country with very many of them are gathered."""
from faker.providers.address.it_IT import getcities

codes = {
    f"{code:05d}": [[f"Borgo {(code * 7 + place) % 13_000}", "AQ"] for place in range(4)] for code in range(1_500)
}
cities = getcities(codes)
print(len(cities), sorted(cities)[:3])
