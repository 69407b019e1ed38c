#!/bin/sh
# Makes the vectors in this folder with ffmpeg 8.0.1 (Maven: org.bytedeco:ffmpeg:8.0.1-1.5.13, classifier
# linux-x86_64-gpl; its jar holds an executable ffmpeg and the libraries that it needs beside it):
#   LD_LIBRARY_PATH=FOLDER FFMPEG=FOLDER/ffmpeg ./make.sh
# then rewrite the dumps with -Dfreshet.rewriteDumps=true and read what changed.
set -eu
cd "$(dirname "$0")"
ffmpeg=${FFMPEG:-ffmpeg}
picture="-f lavfi -i testsrc2=size=98x66:rate=25"
sound="-f lavfi -i sine=frequency=440:sample_rate=44100"
exact="-t 0.24 -threads 1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact"
x264="-c:v libx264 -preset veryfast -g 4 -bf 2 -sc_threshold 0 -b:v 40k"
x265="-c:v libx265 -preset ultrafast -g 4 -b:v 40k"
x265_quiet="-x265-params log-level=error:info=0:pools=1"

make() { # name, then ffmpeg's options
  name=$1
  shift
  "$ffmpeg" -v error -y "$@" $exact "$name.flv"
}

make avc-aac $picture $sound $x264 -c:a aac -b:a 16k
make hevc-opus $picture $sound $x265 $x265_quiet -color_primaries bt2020 -color_trc smpte2084 \
  -colorspace bt2020nc -c:a libopus -b:a 16k -ar 48000
make av1-flac $picture $sound -c:v libsvtav1 -preset 10 -g 4 -svtav1-params lp=1 -c:a flac -ar 8000
make vp9-ac3 $picture $sound -c:v libvpx-vp9 -g 4 -b:v 40k -c:a ac3 -b:a 64k
make eac3 $sound -c:a eac3 -ac 6 -b:a 96k
make mp3 $sound -c:a libmp3lame -b:a 32k
make alaw $sound -c:a pcm_alaw -ar 8000
make speex $sound -c:a libspeex -ar 16000
make multitrack $picture $sound -map 0:v -map 0:v -map 1:a -map 1:a $x264 -c:v:1 libx265 \
  -preset:v:1 ultrafast $x265_quiet -c:a:0 aac -b:a:0 16k -c:a:1 libopus -b:a:1 16k -ar:a:1 48000

remux() { # name, vector that it is made of, then ffmpeg's options
  name=$1
  from=$2
  shift 2
  "$ffmpeg" -v error -y -i "$from.flv" "$@" -c copy -fflags +bitexact "$name.ts"
}

remux avc-aac avc-aac
remux hevc-opus hevc-opus
remux ac3 vp9-ac3 -map 0:a
remux eac3 eac3
remux mp3 mp3
