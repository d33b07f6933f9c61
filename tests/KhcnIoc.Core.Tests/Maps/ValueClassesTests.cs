using FsCheck;
using FsCheck.Fluent;
using KhcnIoc.Core.Maps;

namespace KhcnIoc.Core.Tests.Maps;

public class ValueClassesTests
{
    [Fact]
    public void Of_AnyValues_PutsEachInExactlyOneClass() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<int[]>().Select(numbers => numbers.Select(n => n % 3000 / 10m).ToList()).ToArbitrary(),
        values =>
        {
            var classes = ValueClasses.Of(values, 1);

            var eachFound = values.TrueForAll(v => ValueClasses.Find(classes, v, 1) is var c && c.From <= v && v <= c.To);
            var apart = classes.Zip(classes.Skip(1)).All(pair => pair.First.To < pair.Second.From && pair.First.Step < pair.Second.Step);
            return eachFound && apart && classes.Sum(c => c.Count) == values.Count && classes.All(c => c.Count > 0 && c.Step is >= 1 and <= 7)
                && classes.Count == Math.Min(values.Distinct().Count(), values.Count <= 40 ? 5 : values.Count <= 120 ? 6 : 7);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_ManyDifferentValues_MakesClassesOfAboutEqualSize()
    {
        var classes = ValueClasses.Of(Enumerable.Range(0, 102).Select(i => (decimal)(i * i)), 0);

        Assert.Equal([17, 17, 17, 17, 17, 17], classes.Select(c => c.Count));
        Assert.Equal([1, 2, 3, 5, 6, 7], classes.Select(c => c.Step));
    }

    [Fact]
    public void Of_EqualAsShown_FallTogether()
    {
        var only = Assert.Single(ValueClasses.Of([12.34m, 12.31m, 12.26m], 1));

        Assert.Equal(new ValueClass(12.3m, 12.3m, 3, 4), only);
    }

    [Fact]
    public void Of_NoValues_HasNoClasses() => Assert.Empty(ValueClasses.Of([], 1));
}
