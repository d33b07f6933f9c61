namespace KhcnIoc.Simulator.Values;

/// <summary>Numbers that look random and depend on nothing but the seed and a name: the same seed gives the same figures on every machine.</summary>
internal readonly struct SeededNoise(ulong seed)
{
    // string.GetHashCode differs from process to process, so names are hashed with FNV-1a and mixed with splitmix64's finaliser.
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>A number in [0, 1) that belongs to the name and the step.</summary>
    internal double Unit(string name, long step = 0)
    {
        var hash = FnvOffset ^ seed;
        foreach (var c in name) hash = (hash ^ c) * FnvPrime;
        return (Mix(hash + ((ulong)step * 0x9E3779B97F4A7C15)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>A number in [-1, 1), more often near 0.</summary>
    internal double Spread(string name, long step = 0) => Unit(name, (step * 2) + 1) + Unit(name, (step * 2) + 2) - 1;

    /// <summary>A curve in (-1, 1) without jumps: one random height per <paramref name="scale"/>, eased in between.</summary>
    internal double Curve(string name, DateTimeOffset at, TimeSpan scale)
    {
        var position = at.UtcTicks / (double)scale.Ticks;
        var step = (long)Math.Floor(position);
        var part = position - step;
        var eased = part * part * (3 - (2 * part));
        return ((1 - eased) * Spread(name, step)) + (eased * Spread(name, step + 1));
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
